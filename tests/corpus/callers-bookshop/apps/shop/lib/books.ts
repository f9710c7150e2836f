import { request } from "./request";

export const books = {
  one: (id: string) => request("GET", `/books/${id}`),
  rename: (id: string, title: string) => request("PATCH", `/books/${id}`, { title }),
  remove: (id: string) => request("DELETE", `/books/${id}`),
};
