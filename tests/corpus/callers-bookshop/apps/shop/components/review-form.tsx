import { sendReview } from "@/actions";
import { useAction } from "next-safe-action/hooks";
import { useForm } from "react-hook-form";

export function ReviewForm() {
  const { handleSubmit } = useForm();
  const { executeAsync } = useAction(sendReview);
  return <form onSubmit={handleSubmit(async () => void (await executeAsync()))} />;
}
