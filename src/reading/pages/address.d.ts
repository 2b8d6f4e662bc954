/** A file that Vite puts beside the scripts, by its address. */
declare module '*?url' {
  const address: string;
  export default address;
}
