export function ownUrl(path: string) {
  return `${process.env.NEXT_PUBLIC_HOST ?? "http://localhost:3000"}/shop${path}`;
}
