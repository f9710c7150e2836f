import { OrderProvider } from "@/context/orders";

export default function Layout({ children }: { children: React.ReactNode }) {
  return <OrderProvider>{children}</OrderProvider>;
}
