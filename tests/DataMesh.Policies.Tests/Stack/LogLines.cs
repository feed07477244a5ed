using Microsoft.Extensions.Logging;

namespace DataMesh.Tests.Policies;

/// <summary>Keeps what is logged, with every field's text.</summary>
internal sealed class LogLines : ILoggerFactory, ILogger
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public void Clear()
    {
        lock (_lines)
            _lines.Clear();
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
            _lines.Add($"{logLevel} {eventId.Name}: {formatter(state, exception)} {exception}");
    }

    public void Dispose() { }
}
