declare module "virtual:api-paths" {
  const paths: Readonly<
    Record<import("@driftvakt/protocol/api").RouteName, readonly [method: string, path: string]>
  >;
  export default paths;
}
