using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace DataMesh.Generators;

/// <summary>Says which contracts the project's ports have, so that the build can write those that are not committed yet; and compiles the committed ones in, so that the program has them when it registers.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ContractBaselineGenerator : IIncrementalGenerator
{
    internal const string DeclareStep = "DeclaredContracts";
    internal const string CommitStep = "CommittedContracts";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<bool> enabled = context.AnalyzerConfigOptionsProvider.Select(static (options, _) => ContractOptions.IsEnabled(options.GlobalOptions));
        IncrementalValuesProvider<DeclaredContract> declared = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => PortDeclaration.IsCandidate(node), static (source, cancellationToken) => Declare(source, cancellationToken))
            .Where(static d => d is not null).Select(static (d, _) => d!)
            .WithTrackingName(DeclareStep);

        context.RegisterSourceOutput(declared.Collect().Combine(enabled), static (output, found) =>
        {
            if (found.Right)
                output.AddSource(DeclaredContracts.HintName, SourceText.From(DeclaredContracts.Write(found.Left), Encoding.UTF8));
        });

        IncrementalValuesProvider<CommittedContract> committed = context.AdditionalTextsProvider
            .Where(static file => ContractFiles.IsContract(file))
            .Select(static (file, cancellationToken) => new CommittedContract(ContractFiles.FileName(file.Path), file.GetText(cancellationToken)?.ToString() ?? ""))
            .WithTrackingName(CommitStep);
        context.RegisterSourceOutput(committed.Collect().Combine(enabled), static (output, found) =>
        {
            if (found.Right && found.Left.Length > 0)
                output.AddSource(CommittedContract.HintName, SourceText.From(CommittedContract.Write(found.Left), Encoding.UTF8));
        });
    }

    private static DeclaredContract? Declare(GeneratorSyntaxContext source, CancellationToken cancellationToken)
    {
        if (PortDeclaration.TryRead(source.Node, source.SemanticModel, cancellationToken) is not { Port: { } port, Version: { } version } declaration || declaration.ReadRecord(cancellationToken) is not { } model)
            return null;
        try
        {
            return new DeclaredContract(port, version, Encoding.UTF8.GetString(YamlText.Write(port, ContractOutline.Write(port, version, model))));
        }
        catch (DataMeshException)
        {
            return null; // a description that is no Unicode text, or a contract too long to be read again: registration says so
        }
    }
}
