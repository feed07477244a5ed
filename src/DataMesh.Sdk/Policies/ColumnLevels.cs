namespace DataMesh;

/// <summary>How strict columns are, from what the record, the policy's text and a steward say: the strictest counts.</summary>
internal static class ColumnLevels
{
    /// <summary>The level that counts: personal data is at least confidential, whatever is declared.</summary>
    public static Classification Effective(Classification declared, Category categories) =>
        (categories & (Category.Personal | Category.Special)) != 0 && declared < Classification.Confidential ? Classification.Confidential : declared;

    /// <summary>What a contract and an unbound policy say of a column with all that lies below it; the field id is the policy's, 0 where it names none.</summary>
    public static ColumnClassification Of(SchemaProperty property, PortPolicy? policy)
    {
        (Classification level, Category categories) = Sensitivity(property);
        ColumnClassification contract = new() { FieldId = 0, Name = property.Name, Level = level, Categories = categories };
        ColumnClassification? declared = policy?.Columns.FirstOrDefault(c => string.Equals(c.Name, property.Name, StringComparison.Ordinal));
        ColumnClassification column = declared is null ? contract : Stricter(contract, declared);
        return column with { Level = Effective(column.Level, column.Categories) };
    }

    /// <summary>Both of one column: the higher level and all categories.</summary>
    public static ColumnClassification Stricter(ColumnClassification left, ColumnClassification right) => left with
    {
        FieldId = Math.Max(left.FieldId, right.FieldId),
        Level = left.Level > right.Level ? left.Level : right.Level,
        Categories = left.Categories | right.Categories,
        KeepBounds = left.KeepBounds || right.KeepBounds,
        Raised = left.Raised || right.Raised,
    };

    /// <summary>Adds to what code declares what a steward has raised; it stays marked as long as it is stricter than the code.</summary>
    public static ColumnClassification Raise(ColumnClassification declared, ColumnClassification stored)
    {
        if (!stored.Raised)
            return declared;
        Classification level = declared.Level > stored.Level ? declared.Level : stored.Level;
        Category categories = declared.Categories | stored.Categories;
        return declared with { Level = level, Categories = categories, Raised = level != declared.Level || categories != declared.Categories };
    }

    // A column is enforced as a whole, so the strictest of what lies below it counts. Internal is what nothing was said about: such a property is as strict as what it lies in.
    private static (Classification Level, Category Categories) Sensitivity(SchemaProperty property)
    {
        (Classification level, Category categories) = (Effective(property.Classification, property.Categories), property.Categories);
        foreach ((Classification below, Category kinds) in property.Type.Children.Select(Sensitivity))
            (level, categories) = (below > Classification.Internal && below > level ? below : level, categories | kinds);
        return (level, categories);
    }
}
