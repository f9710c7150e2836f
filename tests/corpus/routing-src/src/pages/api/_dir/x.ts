export { default } from '../hello'
