export default function s(){return []}
