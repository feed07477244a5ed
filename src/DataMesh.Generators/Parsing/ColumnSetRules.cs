using Microsoft.CodeAnalysis;

namespace DataMesh.Generators;

/// <summary>Rules over all columns of a record: unique names, one event time.</summary>
internal sealed class ColumnSetRules(Diagnostics diagnostics, List<(IPropertySymbol Property, AttributeSet Attributes)> members)
{
    public void Check(List<ColumnModel> columns)
    {
        Dictionary<string, string> owners = [];
        foreach (ColumnModel column in columns)
        {
            if (owners.TryGetValue(column.Column, out string? owner))
                diagnostics.Report(DiagnosticDescriptors.DuplicateColumn, Symbol(column), column.Property, column.Column, owner);
            else
                owners.Add(column.Column, column.Property);
        }
        foreach (ColumnModel column in columns)
            CheckFormerNames(column, owners);
        List<ColumnModel> eventTimes = [.. columns.Where(c => c.IsEventTime)];
        if (eventTimes.Count > 1)
            diagnostics.Report(DiagnosticDescriptors.TwoEventTimes, Symbol(eventTimes[1]), eventTimes[1].Property, eventTimes[0].Property);
    }

    private void CheckFormerNames(ColumnModel column, Dictionary<string, string> owners)
    {
        foreach (string former in column.FormerNames)
        {
            if (former.Trim().Length == 0 || former == column.Column)
                diagnostics.Report(DiagnosticDescriptors.BadArgument, Symbol(column), column.Property, "[FormerName]", "it is the name that the column has now, or empty");
            else if (owners.TryGetValue(former, out string? owner))
                diagnostics.Report(DiagnosticDescriptors.DuplicateColumn, Symbol(column), column.Property, former, owner);
            else
                owners.Add(former, column.Property);
        }
    }

    private IPropertySymbol Symbol(ColumnModel column) => members.First(m => m.Property.Name == column.Property).Property;
}
