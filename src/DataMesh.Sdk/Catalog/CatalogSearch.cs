namespace DataMesh;

/// <summary>Finds words in what a principal may know of a product, and says where. Pure: policy is applied before, by what is passed in.</summary>
internal static class CatalogSearch
{
    private const int MostPerTerm = 3;

    /// <summary>The words of a search text: split at spaces, hyphens, underscores, slashes and the like, each once.</summary>
    public static IReadOnlyList<string> Words(string text) => [.. SplitWords(text).Select(w => w.ToLowerInvariant()).Distinct(StringComparer.Ordinal)];

    /// <summary>Says why a product matches: every word matches somewhere, at the start of a word or inside one, whatever its case.</summary>
    /// <returns>Matches, best field first; empty when a word matches nowhere or there are no words.</returns>
    public static IReadOnlyList<SearchMatch> Find(IReadOnlyList<string> words, DataProductDescriptor product, IReadOnlyList<VisiblePort> ports)
    {
        List<(SearchField Field, string Shown, string Searched)> places = [.. Places(product, ports)];
        List<(SearchMatch Match, Rank Rank)> found = [];
        foreach (string word in words)
        {
            List<(SearchMatch Match, Rank Rank)> ofWord = [.. places
                .Select(place => (Match: new SearchMatch { Field = place.Field, Text = place.Shown, Term = word }, Rank: RankOf(word, place.Searched)))
                .Where(hit => hit.Rank != Rank.None)
                .OrderBy(hit => hit.Match.Field).ThenBy(hit => hit.Rank)
                .DistinctBy(hit => (hit.Match.Field, hit.Match.Text)).Take(MostPerTerm)];
            if (ofWord.Count == 0)
                return [];
            found.AddRange(ofWord);
        }
        return [.. found.OrderBy(hit => hit.Match.Field).ThenBy(hit => hit.Rank).Select(hit => hit.Match)];
    }

    private static IEnumerable<(SearchField Field, string Shown, string Searched)> Places(DataProductDescriptor product, IReadOnlyList<VisiblePort> ports)
    {
        yield return (SearchField.Name, product.Name.ToString(), product.Name.ToString());
        foreach (string tag in product.Tags)
            yield return (SearchField.Tag, tag, tag);
        if (product.Description is { } description)
            yield return (SearchField.Description, description, description);
        if (product.Owner is { } owner)
            yield return (SearchField.Owner, owner, owner);
        foreach ((SearchField, string, string) place in ports.SelectMany(Places))
            yield return place;
    }

    private static IEnumerable<(SearchField Field, string Shown, string Searched)> Places(VisiblePort port)
    {
        DataContract contract = port.Contract;
        yield return (SearchField.Name, contract.Port.ToString(), contract.Port.Port);
        foreach (SchemaProperty column in contract.Schema.Properties.Where(p => port.Columns.Contains(p.Name, StringComparer.Ordinal)))
            yield return (SearchField.Column, column.Name, $"{column.Name} {column.Description}");
        foreach (string tag in contract.Tags)
            yield return (SearchField.Tag, tag, tag);
        foreach (string? text in (string?[])[contract.Schema.Description, contract.Description])
            if (text is not null)
                yield return (SearchField.Description, text, text);
        if (contract.Owner is { } owner)
            yield return (SearchField.Owner, owner, owner);
    }

    private static Rank RankOf(string word, string text)
    {
        if (!text.Contains(word, StringComparison.OrdinalIgnoreCase))
            return Rank.None;
        Rank best = Rank.Inside;
        foreach (string candidate in SplitWords(text))
            if (candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                best = candidate.Length == word.Length ? Rank.Whole : best == Rank.Inside ? Rank.Start : best;
        return best;
    }

    private static IEnumerable<string> SplitWords(string text)
    {
        int start = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (char.IsLetterOrDigit(text[i]) || char.IsSurrogate(text[i])))
                continue;
            if (i > start)
                yield return text[start..i];
            start = i + 1;
        }
    }

    private enum Rank
    {
        Whole,
        Start,
        Inside,
        None,
    }
}
