import { getJson } from "@/lib/request";
import type { Widget } from "@/lib/widgets/schema";
import useSWR from "swr";

export function useWidgets(initial: Widget[] = []) {
  const { data, mutate, isLoading } = useSWR<Widget[]>("/api/widgets", getJson, { fallbackData: initial });
  return { widgets: data ?? [], refresh: () => mutate(), isLoading };
}
