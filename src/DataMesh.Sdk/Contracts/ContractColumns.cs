using Apache.Arrow;
using Apache.Arrow.Types;
using DataMesh.Mapping;

namespace DataMesh;

/// <summary>Fits record batches that come from outside to a contract's columns.</summary>
internal static class ContractColumns
{
    /// <summary>Puts the batch's columns into the contract's order. Takes ownership.</summary>
    /// <exception cref="ContractMismatchException">The batch has other columns or types than the contract.</exception>
    public static RecordBatch Fit(RecordBatch batch, DataContract contract, Schema schema)
    {
        if (HasSameColumns(batch.Schema, schema))
            return batch;
        try
        {
            Demand(batch.Schema, contract);
            return BatchColumns.Reorder(batch, schema);
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    /// <exception cref="ContractMismatchException">The schema has other columns or types than the contract.</exception>
    public static void Demand(Schema offered, DataContract contract)
    {
        // Nullability of an Arrow field is a declaration only; the rows themselves are checked.
        List<ContractMismatch> mismatches = [.. SchemaCompatibility.FindMismatches(contract.Schema, offered, ignoreNullability: true)];
        foreach (SchemaProperty property in contract.Schema.Properties)
            if (!offered.FieldsLookup.Contains(property.Name) && mismatches.All(m => m.Column != property.Name))
                mismatches.Add(new ContractMismatch { Column = property.Name, Problem = "is missing: add it, also when all its values are null" });
            else if (offered.FieldsLookup[property.Name].FirstOrDefault() is { } field && PhysicalType.TryFromArrow(field.DataType) is { } type && type != property.Type && mismatches.All(m => m.Column != property.Name && !m.Column.StartsWith(property.Name + ".", StringComparison.Ordinal)))
                mismatches.Add(new ContractMismatch { Column = property.Name, Problem = $"is {type}, the contract says {property.Type}: convert it" });
        foreach (Field field in offered.FieldsList)
            if (contract.Schema.Find(field.Name) is null)
                mismatches.Add(new ContractMismatch { Column = field.Name, Problem = "is not a column of the contract: leave it out" });
            else if (offered.FieldsLookup[field.Name].Count() > 1 && mismatches.All(m => m.Column != field.Name))
                mismatches.Add(new ContractMismatch { Column = field.Name, Problem = "is there more than once: name each column once" });
        if (mismatches.Count > 0)
            throw new ContractMismatchException($"Cannot publish to '{contract.Port}': the rows' columns do not fit the contract {contract.Version}: {string.Join("; ", mismatches)}. Nothing was published.")
            {
                Product = contract.Port.Product,
                Port = contract.Port,
                Operation = "publish",
                Mismatches = mismatches,
            };
    }

    private static bool HasSameColumns(Schema offered, Schema wanted)
    {
        if (offered.FieldsList.Count != wanted.FieldsList.Count)
            return false;
        for (int i = 0; i < wanted.FieldsList.Count; i++)
            if (!string.Equals(offered.FieldsList[i].Name, wanted.FieldsList[i].Name, StringComparison.Ordinal)
                || offered.FieldsList[i].DataType is DictionaryType { IndexType: not Int32Type }
                || PhysicalType.TryFromArrow(offered.FieldsList[i].DataType) is not { } type || type != PhysicalType.TryFromArrow(wanted.FieldsList[i].DataType))
                return false;
        return true;
    }
}
