const w = (f) => f; export default w((req,res) => {res.end()})
