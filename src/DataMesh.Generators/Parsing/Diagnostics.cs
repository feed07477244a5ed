using Microsoft.CodeAnalysis;

namespace DataMesh.Generators;

/// <summary>Collects what is wrong with one type.</summary>
internal sealed class Diagnostics
{
    private readonly List<DiagnosticInfo> _found = [];

    public bool HasErrors => _found.Any(d => d.Descriptor.DefaultSeverity == DiagnosticSeverity.Error);

    public EquatableArray<DiagnosticInfo> ToArray() => EquatableArray<DiagnosticInfo>.From(_found);

    public void Report(DiagnosticDescriptor descriptor, ISymbol at, params string[] arguments) => Report(descriptor, at.Locations.FirstOrDefault(), arguments);

    public void Report(DiagnosticDescriptor descriptor, AttributeData at, params string[] arguments) => Report(descriptor, at.Location(), arguments);

    private void Report(DiagnosticDescriptor descriptor, Location? location, string[] arguments) => _found.Add(DiagnosticInfo.Create(descriptor, location, arguments));
}
