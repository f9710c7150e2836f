"use client";

import useSWR from "swr";
import useSWRMutation from "swr/mutation";

const load = (url: string) => fetch(url).then((answer) => answer.json());

export function LegacyList() {
  const { data } = useSWR("/shop/api/books", load);
  const { trigger } = useSWRMutation("/shop/api/books", (url, { arg }: { arg: string }) =>
    fetch(url, { method: "POST", body: arg }),
  );
  const join = () => fetch("/shop/api/newsletter", { method: "POST" });
  return (
    <ul onClick={() => trigger("new")}>
      {JSON.stringify(data)}
      <button onClick={join}>Join</button>
    </ul>
  );
}
