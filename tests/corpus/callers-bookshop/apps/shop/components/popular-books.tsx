import { ownUrl } from "@/lib/own-url";

export async function PopularBooks() {
  const answer = await fetch(ownUrl("/api/books/popular"), { next: { revalidate: 60 } });
  const books: { id: string }[] = await answer.json();
  return books.map((book) => <img key={book.id} src={`/shop/covers/${book.id}`} />);
}
