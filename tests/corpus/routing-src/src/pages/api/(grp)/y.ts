import h from '../hello'; export default h
