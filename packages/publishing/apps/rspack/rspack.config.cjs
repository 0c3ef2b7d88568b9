const { rspack } = require('@rspack/core')

const swc = {
  jsc: { parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic' } } },
}

module.exports = {
  mode: 'production',
  entry: './src/main.tsx',
  resolve: { extensions: ['.tsx', '.ts', '.js'] },
  module: { rules: [{ test: /\.tsx?$/, loader: 'builtin:swc-loader', options: swc }] },
  performance: { hints: false },
  plugins: [
    new rspack.EnvironmentPlugin(['CONVEX_URL']),
    new rspack.HtmlRspackPlugin({
      templateContent: '<link rel="icon" href="data:," /><div id="app"></div>',
    }),
  ],
}
