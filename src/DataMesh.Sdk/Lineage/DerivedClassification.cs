namespace DataMesh;

/// <summary>Holds what a derived port says of its columns against what flows into them: the highest level and all categories of the inputs.</summary>
internal static class DerivedClassification
{
    /// <exception cref="DataMeshException">A column is declared less sensitive than what it is made from, and nobody declassified it.</exception>
    public static void Demand(PortBinding output, IReadOnlyList<Declassification> declassified, IReadOnlyList<DerivedInput> inputs, IReadOnlyList<ColumnOrigins> origins)
    {
        PortPolicy? policy = PolicyEvaluation.FindPolicy(output);
        foreach (ColumnOrigins column in origins)
        {
            ColumnClassification? declared = policy?.Columns.FirstOrDefault(c => c.Name == column.Output);
            (Classification level, Category categories) = declared is null ? (Classification.Internal, Category.None) : (ColumnLevels.Effective(declared.Level, declared.Categories), declared.Categories);
            foreach ((string input, string name) in column.Inputs)
                if (Find(inputs, input, name) is { } source && (source.Level > level || (source.Categories & ~categories) != 0) && declassified.All(d => d.Column != column.Output))
                    throw Refused(output, column.Output, declared, input, name, source);
        }
    }

    /// <summary>The columns of an input whose values code of a transformation gets: those of the declared record.</summary>
    public static IReadOnlyList<ColumnOrigins> OfCode(PortBinding output, IReadOnlyList<DerivedInput> inputs)
    {
        (string, string)[] all = [.. inputs.SelectMany(i => i.Declaration.Schema.Properties.Select(p => (i.Declaration.Name, p.Name)))];
        return [.. output.Contract.Schema.Properties.Select(p => new ColumnOrigins(p.Name, all))];
    }

    // What is dropped for the reader cannot flow; what is masked for it keeps its level, because a mask can be weak.
    private static ColumnClassification? Find(IReadOnlyList<DerivedInput> inputs, string input, string column)
    {
        EnforcementScan? scan = inputs.FirstOrDefault(i => i.Declaration.Name == input)?.Scan;
        if (scan?.Plan.Columns.FirstOrDefault(c => c.Stored.Name == column)?.Stored.GetFieldId() is not int id)
            return null;
        ColumnClassification? found = PolicyEvaluation.FindPolicy(scan.Port)?.Columns.FirstOrDefault(c => c.FieldId == id);
        return found is null ? null : found with { Level = ColumnLevels.Effective(found.Level, found.Categories) };
    }

    private static DataMeshException Refused(PortBinding output, string column, ColumnClassification? declared, string input, string name, ColumnClassification source) => new(DataMeshErrorKind.InvalidDefinition,
        $"Cannot refresh '{output.Name}': its column '{column}' is made from '{name}' of the input '{input}', which is {Describe(source)}, but is declared {Describe(declared)}. "
        + $"Put [Classified(…)] of at least that level and those categories on it, or call {nameof(OutputPortBuilder<>.Declassify)} with the reason and who approved it.")
    {
        Product = output.Name.Product,
        Port = output.Name,
        Operation = "refresh",
    };

    private static string Describe(ColumnClassification? column) => column is null ? EnumText.Spell(Classification.Internal)
        : EnumText.Spell(column.Level) + (column.Categories == Category.None ? "" : $" ({column.Categories.ToString().ToLowerInvariant()})");
}
