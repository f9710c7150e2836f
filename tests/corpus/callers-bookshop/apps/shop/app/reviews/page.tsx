import { ReviewForm } from "@/components/review-form";

export default function Reviews() {
  return <ReviewForm />;
}
