export default function m(){return {}}
