using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataMesh.Generators;

/// <summary>Adds the schema and the columnar mapping to [DataSchema] types.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class DataSchemaGenerator : IIncrementalGenerator
{
    internal const string ParseStep = "DataSchemaModels";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ParseResult> results = context.SyntaxProvider
            .ForAttributeWithMetadataName("DataMesh.DataSchemaAttribute", static (node, _) => node is TypeDeclarationSyntax,
                static (source, cancellationToken) => SchemaParser.Parse((INamedTypeSymbol)source.TargetSymbol, source.Attributes[0], cancellationToken))
            .WithTrackingName(ParseStep);

        context.RegisterSourceOutput(results, static (output, result) =>
        {
            foreach (DiagnosticInfo diagnostic in result.Diagnostics)
                output.ReportDiagnostic(diagnostic.ToDiagnostic());
            if (result.Model is { } model)
                output.AddSource(model.HintName, SchemaEmitter.Emit(model));
        });
    }
}
