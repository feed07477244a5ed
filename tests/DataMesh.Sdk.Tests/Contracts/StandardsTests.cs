using System.Diagnostics;
using CsCheck;

namespace DataMesh.Tests.Contracts;

/// <summary>What we write is valid by the standards' own schemas, checked by somebody else's validator.</summary>
public sealed class StandardsTests : IDisposable
{
    private const int Documents = 150;

    private readonly string _folder = Directory.CreateTempSubdirectory("datamesh-standards-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Contracts_are_valid_Open_Data_Contracts()
    {
        Write("example", ContractDocument.Write(Examples.Contract(), "iceberg"));
        Write(Tests.Documents.Contract.Array[Documents], contract => ContractDocument.Write(contract, "iceberg"));

        Validate("odcs");
    }

    [Fact]
    public void Descriptors_are_valid_Open_Data_Products()
    {
        Write("example", ProductDocument.Write(Examples.Descriptor()));
        Write(Tests.Documents.Descriptor.Array[Documents], ProductDocument.Write);

        Validate("odps");
    }

    [Fact]
    public void The_validator_refuses_what_the_standard_forbids()
    {
        Write("wrong", ContractDocument.Write(Examples.Contract(), "iceberg").Add("unknown", "key"));

        Assert.Contains("unknown", Run("odcs").Output, StringComparison.Ordinal);
    }

    private void Validate(string standard)
    {
        (int exitCode, string output) = Run(standard);

        Assert.True(exitCode == 0, output);
    }

    private (int ExitCode, string Output) Run(string standard)
    {
        string validator = Path.Combine(FindRepository(), "tests", "standards");
        Assert.SkipUnless(Directory.Exists(Path.Combine(validator, "node_modules")), "The validator is not installed: run 'npm ci' in tests/standards, or eng/test.sh, which does.");
        ProcessStartInfo start = new("node", [Path.Combine(validator, "validate.mjs"), standard, _folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    private void Write<T>(Gen<T[]> values, Func<T, YamlMapping> write)
    {
        foreach ((int index, T value) in values.Single().Index())
            Write($"{index:000}", write(value));
    }

    private void Write(string name, YamlMapping document) => File.WriteAllBytes(Path.Combine(_folder, $"{name}.yaml"), YamlText.Write(name, document));

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DataMesh.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside the repository.");
    }
}
