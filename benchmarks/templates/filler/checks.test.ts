describe("widget rows", () => {
  const rows = [
    { id: "1", name: "first", status: "active", amount: 12.5, tags: ["a", "b"] },
    { id: "2", name: "second", status: "draft", amount: 0, tags: [] },
    { id: "3", name: "third", status: "archived", amount: 99.99, tags: ["b"] },
  ];

  it("counts the widgets of a status", () => {
    expect(rows.filter((row) => row.status === "active")).toHaveLength(1);
    expect(rows.filter((row) => row.tags.includes("b")).map((row) => row.id)).toEqual(["1", "3"]);
  });

  it("adds up what the widgets are worth", () => {
    const total = rows.reduce((sum, row) => sum + row.amount, 0);
    expect(total).toBeCloseTo(112.49, 2);
  });

  it.each(["first", "second", "third"])("finds the widget %s", (name) => {
    const found = rows.find((row) => row.name === name);
    expect(found).toMatchObject({ name });
  });
});
