using Microsoft.Extensions.Options;

namespace DataMesh;

internal sealed class AuditOptionsValidator : IValidateOptions<AuditOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, AuditOptions options)
    {
        List<string> problems = [];
        if (!Enum.IsDefined(options.Mode))
            problems.Add($"{nameof(AuditOptions)}.{nameof(options.Mode)} is {(int)options.Mode}, which is no mode. Use {nameof(AuditMode)}.{nameof(AuditMode.Buffer)} or {nameof(AuditMode)}.{nameof(AuditMode.Require)}.");
        if (options.FlushInterval < Shortest || options.FlushInterval > Longest)
            problems.Add($"{nameof(AuditOptions)}.{nameof(options.FlushInterval)} is {options.FlushInterval}, but must lie between {Shortest} and {Longest}.");
        if (options.BufferRecords is < 1 or > 1_000_000)
            problems.Add($"{nameof(AuditOptions)}.{nameof(options.BufferRecords)} is {options.BufferRecords}, but must lie between 1 and 1000000.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
