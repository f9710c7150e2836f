const h = (req,res) => {res.end()}; export { h as default }
