import { boolean, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

export const products = pgTable('products', {
  id: uuid('id').primaryKey().defaultRandom(),
  slug: text('slug').notNull().unique(),
  name: text('name').notNull(),
  category: text('category').notNull(),
  description: text('description').notNull(),
  priceInCents: integer('price_in_cents').notNull(),
  published: boolean('published').notNull().default(false),
})

export const stock = pgTable('stock', {
  productId: uuid('product_id').primaryKey().references(() => products.id),
  available: integer('available').notNull(),
})

export const customers = pgTable('customers', {
  id: uuid('id').primaryKey().defaultRandom(),
  email: text('email').notNull().unique(),
  street: text('street').notNull().default(''),
  city: text('city').notNull().default(''),
  postcode: text('postcode').notNull().default(''),
})

export const cartItems = pgTable('cart_items', {
  id: uuid('id').primaryKey().defaultRandom(),
  customerId: uuid('customer_id').notNull().references(() => customers.id),
  productId: uuid('product_id').notNull().references(() => products.id),
  quantity: integer('quantity').notNull(),
})

export const orders = pgTable('orders', {
  id: uuid('id').primaryKey().defaultRandom(),
  customerId: uuid('customer_id').references(() => customers.id),
  productId: uuid('product_id').notNull().references(() => products.id),
  quantity: integer('quantity').notNull(),
  totalInCents: integer('total_in_cents').notNull(),
  paymentIntent: text('payment_intent'),
  status: text('status').notNull().default('pending'),
  deliveredAt: timestamp('delivered_at'),
})

export const subscribers = pgTable('subscribers', {
  email: text('email').primaryKey(),
  subscribedAt: timestamp('subscribed_at').notNull().defaultNow(),
})
