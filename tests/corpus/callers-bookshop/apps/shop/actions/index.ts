export * from "./wishlist";
export { default as sendReview } from "./review";
