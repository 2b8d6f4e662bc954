import { useAsk } from '#studio/api.ts';
import { usePreferences } from '#studio/preferences.tsx';
import type { TierItem } from '../schema.ts';

const useItems = () => useAsk<{ items: readonly TierItem[] }>('/tiers').data?.items ?? [];

/** The tiers, by what they are called in the reader's language. */
export function useTiers(): readonly { readonly value: string; readonly label: string }[] {
  const { locale } = usePreferences();
  return useItems().map(({ id, nameZh, nameEn }) => ({
    value: id,
    label: locale === 'en' ? nameEn : nameZh,
  }));
}

/** The tiers' ids by their names in either language, in lower case. */
export function useKnownTiers(): ReadonlyMap<string, string> {
  return new Map(
    useItems().flatMap(({ id, nameZh, nameEn }) => [
      [nameZh.toLowerCase(), id],
      [nameEn.toLowerCase(), id],
    ]),
  );
}
