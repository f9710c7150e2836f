import Link from "next/link";

export default function HomePage() {
  return (
    <main className="mx-auto max-w-3xl p-8">
      <h1 className="text-2xl font-semibold">Dashboard</h1>
      <Link href="/settings">Settings</Link>
    </main>
  );
}
