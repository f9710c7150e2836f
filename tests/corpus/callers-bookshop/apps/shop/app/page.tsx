import { PopularBooks } from "@/components/popular-books";
import { Finder } from "./finder";

export const metadata = { openGraph: { images: [{ url: "/shop/covers/front" }] } };

export default function Home() {
  return (
    <>
      <PopularBooks />
      <Finder />
      <form action="/shop/api/newsletter" method="post">
        <input name="email" />
      </form>
    </>
  );
}
