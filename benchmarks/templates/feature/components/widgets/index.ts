export { WidgetForm } from "./widget-form";
export { WidgetTable } from "./widget-table";
