export default { basePath: '/base', pageExtensions: ['tsx', 'ts', 'jsx', 'js'], typescript: { ignoreBuildErrors: true } }
