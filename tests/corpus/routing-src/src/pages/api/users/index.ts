export default async (req,res) => {res.end()}
