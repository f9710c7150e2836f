/** The till in the tea room: scans a product, takes the payment. */
export async function main() {
  console.log('Ready.')
}
