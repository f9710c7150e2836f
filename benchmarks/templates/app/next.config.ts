import type { NextConfig } from "next";

const config: NextConfig = {
  transpilePackages: ["@bench/core"],
  experimental: { serverActions: { bodySizeLimit: "2mb" } },
};

export default config;
