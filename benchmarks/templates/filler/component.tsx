export function WidgetCard({ name, amount, onOpen, children }: WidgetCardProps) {
  const [open, setOpen] = useState(false);
  const label = useMemo(() => `${name}: ${amount.toLocaleString("en", { minimumFractionDigits: 2 })}`, [name, amount]);

  useEffect(() => {
    const close = (event: KeyboardEvent) => event.key === "Escape" && setOpen(false);
    window.addEventListener("keydown", close);
    return () => window.removeEventListener("keydown", close);
  }, []);

  return (
    <article className={`rounded-lg border p-4 shadow-sm ${open ? "border-blue-500" : "border-gray-200"}`}>
      <header className="flex items-center justify-between gap-2">
        <h3 className="truncate text-sm font-medium">{label}</h3>
        <button
          type="button"
          aria-expanded={open}
          className="rounded px-2 py-1 text-xs hover:bg-gray-100"
          onClick={() => {
            setOpen((value) => !value);
            onOpen?.(name);
          }}
        >
          {open ? "Hide" : "Show"}
        </button>
      </header>
      {open ? <div className="mt-3 grid gap-2 text-sm text-gray-600">{children}</div> : null}
    </article>
  );
}

export interface WidgetCardProps {
  name: string;
  amount: number;
  onOpen?: (name: string) => void;
  children?: ReactNode;
}

export function WidgetList({ rows, selected }: { rows: WidgetCardProps[]; selected?: string }) {
  if (rows.length === 0) {
    return (
      <div className="flex flex-col items-center gap-2 py-12 text-center">
        <svg viewBox="0 0 24 24" className="h-8 w-8 text-gray-300" aria-hidden="true">
          <path d="M4 6h16M4 12h10M4 18h7" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
        </svg>
        <p>No widgets yet</p>
      </div>
    );
  }
  return (
    <ul className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:grid-cols-3">
      {rows.map((row) => (
        <li key={row.name} data-selected={row.name === selected || undefined}>
          <WidgetCard {...row} />
        </li>
      ))}
    </ul>
  );
}
