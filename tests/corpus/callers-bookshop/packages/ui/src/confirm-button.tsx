"use client";

export function ConfirmButton({ label, onConfirm }: { label: string; onConfirm: () => void }) {
  return (
    <button
      onClick={() => {
        if (confirm(label)) onConfirm();
      }}
    >
      {label}
    </button>
  );
}
