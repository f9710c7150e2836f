import { PlainForm } from "@bookshop/ui/forms/plain-form";
import { saveAddress } from "./actions";
import { Checkout } from "./checkout";

export default function BasketPage() {
  async function clear() {
    "use server";
    await Promise.resolve();
  }
  return (
    <>
      <Checkout clear={clear} />
      <PlainForm save={saveAddress}>
        <input name="street" />
      </PlainForm>
    </>
  );
}
