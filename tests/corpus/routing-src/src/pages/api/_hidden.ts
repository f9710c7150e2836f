export default function h(req,res){res.end()}
