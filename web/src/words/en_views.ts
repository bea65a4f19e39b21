export const enViews = {};
