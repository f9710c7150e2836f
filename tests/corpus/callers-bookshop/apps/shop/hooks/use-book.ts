import { books } from "@/lib/books";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

export function useBook(id: string, options?: { enabled?: boolean }) {
  return useQuery({ queryKey: ["book", id], queryFn: () => books.one(id), ...options });
}

export function useRename(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (title: string) => books.rename(id, title),
    onSuccess: () => client.invalidateQueries({ queryKey: ["book", id] }),
  });
}
