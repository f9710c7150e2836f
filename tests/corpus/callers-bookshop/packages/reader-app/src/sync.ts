const HOST = "https://www.bookshop.com";

export async function sync() {
  const answer = await fetch(`${HOST}/shop/api/books/popular`);
  return answer.json();
}
sync();
