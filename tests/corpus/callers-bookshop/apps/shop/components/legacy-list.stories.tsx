export const Filled = { loaders: [() => fetch("/shop/api/books")] };
