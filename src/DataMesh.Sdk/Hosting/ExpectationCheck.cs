using System.Globalization;
using Microsoft.Extensions.Hosting;

namespace DataMesh;

/// <summary>Opens every input that the application declares when its host starts, and stops the start with all that does not fit. A store that is away stops nothing: that is no mismatch.</summary>
internal sealed class ExpectationCheck(MeshRuntime runtime, IEnumerable<InjectableInput> inputs, DefaultPrincipal? principal = null) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            List<DataMeshException> problems = [];
            List<InputPort> all = [.. inputs.Select(i => i.Bind(runtime, principal?.Value)), .. await runtime.BindInputsAsync(cancellationToken).ConfigureAwait(false)];
            foreach (InputPort input in all)
                if (await FindProblemAsync(input, cancellationToken).ConfigureAwait(false) is { } problem)
                    problems.Add(problem);
            if (problems.Count > 0)
                throw Refuse(problems, all.Count);
        }
        catch (DataMeshException error) when (IsOutage(error))
        {
            Log.ExpectationsUnchecked(runtime.Services.Logger, error);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<DataMeshException?> FindProblemAsync(InputPort input, CancellationToken cancellationToken)
    {
        try
        {
            await input.DemandFitAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (DataMeshException error) when (!IsOutage(error))
        {
            return error;
        }
    }

    private static bool IsOutage(DataMeshException error) => error.IsTransient || error.Kind is DataMeshErrorKind.StorageUnavailable or DataMeshErrorKind.CommitConflict;

    private static DataMeshException Refuse(List<DataMeshException> problems, int inputs)
    {
        if (problems is [DataMeshException one])
            return one;
        string message = string.Create(CultureInfo.InvariantCulture, $"Cannot start: {problems.Count} of {inputs} inputs cannot be read as declared. {string.Join(" ", problems.Select((p, i) => string.Create(CultureInfo.InvariantCulture, $"({i + 1}) {p.Message}")))}");
        AggregateException all = new(problems);
        return problems.All(p => p is ContractMismatchException)
            ? new ContractMismatchException(message, all) { Operation = "start", Mismatches = [.. problems.Cast<ContractMismatchException>().SelectMany(p => p.Mismatches)] }
            : new DataMeshException(problems.Select(p => p.Kind).Distinct().Count() == 1 ? problems[0].Kind : DataMeshErrorKind.InvalidConfiguration, message, all) { Operation = "start" };
    }
}
