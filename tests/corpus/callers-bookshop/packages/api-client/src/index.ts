export { createOrders, type Orders } from "./orders";
