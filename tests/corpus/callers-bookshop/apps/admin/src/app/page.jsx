import { BookTable } from "components/book-table";

export default function Admin() {
  return <BookTable />;
}
