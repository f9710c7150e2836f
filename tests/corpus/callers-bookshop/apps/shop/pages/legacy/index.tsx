import { LegacyList } from "@/components/legacy-list";

export default function Legacy() {
  return <LegacyList />;
}

export async function getServerSideProps() {
  const answer = await fetch("http://localhost:3000/shop/api/books/popular");
  return { props: { popular: await answer.json() } };
}
