using Microsoft.Extensions.Options;

namespace DataMesh.Adapters;

internal sealed class DuckDbOptionsValidator : IValidateOptions<DuckDbOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, DuckDbOptions options)
    {
        List<string> failures = [];
        Check(nameof(DuckDbOptions.Threads), options.Threads, 1, 1024);
        Check(nameof(DuckDbOptions.MemoryLimitBytes), options.MemoryLimitBytes, 64L << 20, long.MaxValue);
        Check(nameof(DuckDbOptions.SpillLimitBytes), options.SpillLimitBytes, 0, long.MaxValue);
        Check(nameof(DuckDbOptions.MaximumStatementLength), options.MaximumStatementLength, 1, 1_000_000);
        Check(nameof(DuckDbOptions.MaximumStatements), options.MaximumStatements, 1, 1024);
        CheckDuration(nameof(DuckDbOptions.TimeLimit), options.TimeLimit, TimeSpan.FromMilliseconds(1));
        CheckDuration(nameof(DuckDbOptions.MaximumWait), options.MaximumWait, TimeSpan.Zero);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(string member, long value, long least, long most)
        {
            if (value < least || value > most)
                failures.Add($"DuckDbOptions.{member} is {value}: set it to {least}..{most}.");
        }

        void CheckDuration(string member, TimeSpan? value, TimeSpan least)
        {
            if (value < least || value > Longest)
                failures.Add($"DuckDbOptions.{member} is {value}: set it to {least}..{Longest}.");
        }
    }
}
