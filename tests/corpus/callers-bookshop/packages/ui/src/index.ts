export * from "./confirm-button";
export { Search as SearchBox } from "./search";
