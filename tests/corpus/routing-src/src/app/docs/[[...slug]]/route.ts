export * from '../../../lib/handlers'
