export default {
  basePath: "/shop",
  async rewrites() {
    return [
      { source: "/books.json", destination: "/api/books" },
      { source: "/covers/:id", destination: "/api/cover/:id" },
    ];
  },
};
