namespace DataMesh.Tests.Policies;

/// <summary>A table's rows, and others that differ only in what a principal may not see.</summary>
internal static class Twins
{
    /// <summary>Rows that look the same to the principal, in the same order: hidden rows come, go and change, and so does everything behind masks.</summary>
    public static List<ScalarValue[]> Of(Dice dice, SchemaObject schema, NaiveSight sight, IReadOnlyList<ScalarValue[]> rows, Func<MaskKeyScope, byte[]> keys)
    {
        List<ScalarValue[]> twins = [];
        foreach (ScalarValue[] row in rows)
        {
            while (dice.Chance(0.3))
                AddHidden(NewRow());
            if (See(row) is { } seen)
                twins.Add(Disguise(row, seen));
            else if (dice.Chance(0.6))
                AddHidden(NewRow());
        }
        return twins;

        ScalarValue[] NewRow() => [.. schema.Properties.Select(p => TableGen.Value(dice, p))];

        string? See(ScalarValue[] row) => sight.See(schema, [row], keys).Select(Batches.Text).SingleOrDefault();

        void AddHidden(ScalarValue[] row)
        {
            if (See(row) is null)
                twins.Add(row);
        }

        // Cell by cell, whatever changes nothing that is seen.
        ScalarValue[] Disguise(ScalarValue[] row, string seen)
        {
            ScalarValue[] twin = [.. row];
            for (int i = 0; i < twin.Length; i++)
            {
                ScalarValue old = twin[i];
                twin[i] = TableGen.Value(dice, schema.Properties[i]);
                if (See(twin) != seen)
                    twin[i] = old;
            }
            return twin;
        }
    }
}
