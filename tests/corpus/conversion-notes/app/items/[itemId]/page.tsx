import { revalidatePath } from "next/cache";
import { store } from "@/lib/store";

export const dynamic = "force-dynamic";

type Props = { params: Promise<{ itemId: string }>; searchParams: Promise<{ step?: string }> };

const MOST = 5;

export default async function Page({ params, searchParams }: Props) {
  const { itemId } = await params;
  const step = Number((await searchParams).step ?? 1);
  const count = store.items.get(itemId) ?? 0;

  async function addItem(formData: FormData) {
    "use server";

    const times = Number(formData.get("times"));
    const before = store.items.get(itemId) ?? 0;
    store.items.set(itemId, Math.min(MOST, before + times * step));
    revalidatePath(`/items/${itemId}`);
  }

  return (
    <form action={addItem}>
      <h1>
        {itemId}: {count}
      </h1>
      <button id="one" name="times" value="1">
        Add one
      </button>
      <button id="three" name="times" value="3">
        Add three
      </button>
    </form>
  );
}
